String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('on project render-failure: src/main/db/migration-plan.md is there and was not written by render: it is left as it is. (src/main/db/migration-plan.md:1:1) -> [Help 1]')
assert log.contains('name another file with -Ddbsage.to=FILE')
assert new File(basedir, 'src/main/db/migration-plan.md').getText('UTF-8') == '# Written by hand\n'
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('on project status-failure: The goal status needs a database, and none was named. -> [Help 1]')
assert log.contains('or use -Ddbsage.url=embedded.')
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

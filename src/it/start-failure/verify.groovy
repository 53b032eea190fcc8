String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('14 (14.20.0), 15 (15.19.0), 16 (16.15.0), 17 (17.11.0), 18 (18.6.0)')
assert log.contains('on project start-failure: There is no embedded PostgreSQL 13. -> [Help 1]')
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

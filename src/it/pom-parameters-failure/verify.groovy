String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('on project pom-parameters-failure: dbsage.lockTimeout=2 parsecs is not a duration. Write a number with a unit, such as 500ms, 5s, 2m or 1h; or 0. -> [Help 1]')
assert !log.contains('Started PostgreSQL') : 'refused before anything is done'
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

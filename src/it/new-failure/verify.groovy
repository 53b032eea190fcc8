String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('on project new-failure: The pattern fix-ownership looks who owns what in a database, and none was named. -> [Help 1]')
assert log.contains('Add -Ddbsage.url=jdbc:postgresql://HOST:5432/DATABASE')
assert log.contains('dbsage.pattern=not-nul is not known (did you mean not-null?).')
assert log =~ /(?m)^.*  not-null +makes a column NOT NULL, and fills the rows that have no value/
assert new File(basedir, 'src/main/db/migrations').list().size() == 1 : 'nothing was written'
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

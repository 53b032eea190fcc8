String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('on project reactor-typed-failure: There are no migrations in this module; there are in two. Name the module: mvn -pl two dbsage:status -> [Help 1]')
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

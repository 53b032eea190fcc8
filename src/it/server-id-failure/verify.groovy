String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('There is no server dbsage-it-passwort in settings.xml (did you mean dbsage-it-password?).')
assert log.contains('Name one of: dbsage-it-login, dbsage-it-password; or add it to its <servers>.')
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

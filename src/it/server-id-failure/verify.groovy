String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('There is no server dbsage-it-passwort in settings.xml (did you mean dbsage-it-password?).')
assert log.contains('Name one of: dbsage-it-login, dbsage-it-other-key, dbsage-it-password; or add it to its <servers>.')
assert log.contains('The password of server dbsage-it-other-key in settings.xml could not be decrypted.')
assert !log.contains('l3NgMWIEnewHGV97DGmbN8zrcXD1XAU2mN1Ojwf4Bis') : 'not even what is encrypted'
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

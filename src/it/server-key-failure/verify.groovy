String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('The password of server dbsage-it-login in settings.xml could not be decrypted.')
assert !log.contains('8COs3BVFJaAHCcRGIC0E2MMhlEFpbfTFsS0KI') : 'not even what is encrypted'
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

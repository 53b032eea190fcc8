String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('on project no-server-failure: ')
assert log.contains('127.0.0.1:1')
assert !log.contains('4711') : 'no secret in the log'
new File(basedir, 'target/dbsage').eachFile { assert !it.getText('UTF-8').contains('4711') : 'no secret in a report' }
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

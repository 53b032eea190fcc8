// Before anything of ours is loaded, Maven 4 prints its whole command line under -X.
String log = new File(basedir, 'build.log').readLines('UTF-8').findAll { !it.startsWith('Command line: ') }.join('\n')
assert log.contains('(f) password = ****')
assert log.contains('(f) url = ****')
assert log.contains('(f) user = shop') : 'what is no secret is shown'
assert log.contains('Retry 1 of 1 in ')
assert log.contains('No PostgreSQL server can be reached for shop on 127.0.0.1:1.')
assert log =~ /(?m)^\s+at [a-z]/ : 'a stack trace with -X'
assert !log.contains('4711') : 'no secret in the log'
new File(basedir, 'target/dbsage').eachFile { assert !it.getText('UTF-8').contains('4711') : 'no secret in a report' }

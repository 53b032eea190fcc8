import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('on project snapshot-failure: table public.users is not the same in old.txt and new.txt. (old.txt:3:1) (dbsage.failOn=warning) -> [Help 1]')
assert log.contains('+ column email text not null')
assert report.verdict == 'failed'
assert report.database == null : 'two files need no database'
assert report.snapshot.changed == ['table public.users']
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

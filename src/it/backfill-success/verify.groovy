import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def apply = new JsonSlurper().parse(new File(basedir, 'target/dbsage/apply.json'), 'UTF-8')
def backfill = new JsonSlurper().parse(new File(basedir, 'target/dbsage/backfill.json'), 'UTF-8')
assert log.contains('20260102120000_users_email_address')
assert log.contains('200 rows')
assert log =~ /users_email_address\s+20260102120000\s+public\.users\s+done/
assert apply.verdict == 'passed'
assert apply.steps*.name == ['require_email_address'] : 'the goal backfill has recorded its own'
assert apply.steps*.state == ['applied']
assert backfill.goal == 'backfill'
assert backfill.verdict == 'passed'

import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('3 migrations, 3 pending')
assert log.contains('role reporting is made by no migration')
assert log =~ /✓ 20260101120000_create_users +2 statements .*, rollback proven/
assert log =~ /✓ 20260102120000_index_users +1 statement .*, rollback proven/
assert log =~ /tried on 24 made-up rows; it changed 18 in \d+ batches/
assert log.contains('each batch finds its rows by a range (EXPLAIN in the throw-away server)')
assert log =~ /✓ 20260103120000_fill_addresses .*, rollback proven/
assert report.goal == 'dry-run'
assert report.verdict == 'passed'
assert report.database == null
assert report.steps*.rollback*.state == ['proven', 'proven', 'proven']
assert new File(basedir, 'target/dbsage/dry-run.diff').getText('UTF-8').contains('users_email')
assert report.steps[2].backfill.key == 'id'

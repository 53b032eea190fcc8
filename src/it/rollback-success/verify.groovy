import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/rollback.json'), 'UTF-8')
assert log.contains('To be rolled back, in this order: 20260103120000_index_note, 20260102120000_add_note')
assert log.contains('Rolled back 2 migrations in ')
assert log.contains('the note went elsewhere')
assert report.verdict == 'passed'
assert report.steps*.state == ['rolled_back', 'rolled_back']
assert report.snapshot.file == 'target/dbsage/rollback.diff'
assert report.snapshot.removed == ['index public.orders_note']
assert new File(basedir, 'target/dbsage/rollback.diff').getText('UTF-8').contains('note')

def status = new JsonSlurper().parse(new File(basedir, 'target/dbsage/status.json'), 'UTF-8')
assert status.steps*.state == ['applied', 'rolled_back', 'rolled_back']

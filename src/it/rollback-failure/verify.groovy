import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('Rolling back 20260102120000_add_note would lose data: column public.orders.note (dropped).')
assert log.contains('run the goal again with -Ddbsage.allowDataLoss=public.orders.note')
assert log.contains('rollback failed: 0 migrations rolled back, 1 failed; took ')
assert report.verdict == 'failed'
assert report.error.code == 'DATA_LOSS'
assert report.steps*.state == ['failed']
assert !(log =~ /(?m)^\s+at [a-z]+\.[a-z]+\.[a-zA-Z.]+\(/) : 'no stack trace without -e'

import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/adopt.json'), 'UTF-8')
assert log.contains('The database is adopted at the baseline 20260101120000.')
assert log.contains('Files up to the baseline, which count as applied and will not be run: 1; later ones, which are pending: 1')
assert log =~ /public +0 \(1 never analyzed\) +1 table, 1 view, 1 index/
assert log =~ /20260102120000_add_customer +1 statement/
assert log.contains('The database is adopted already: at the baseline 20260101120000, by ')
assert report.verdict == 'passed'
assert report.steps == [] : 'the second time nothing changed'
String names = new File(basedir, 'target/dbsage/baseline-20260101120000.txt').getText('UTF-8')
assert names.contains('  table orders  ? rows\n')
assert names.contains('  view open_orders\n')

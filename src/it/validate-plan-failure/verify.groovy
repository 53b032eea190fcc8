import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert report.verdict == 'failed'
def rules = report.findings*.rule as Set
assert rules.containsAll(['FILE_NAME', 'SYNTAX', 'PLACEHOLDER_UNKNOWN', 'PSQL_META_COMMAND'])
assert log.contains('20260101120000_a.sql:1:8')
assert !log.contains('\tat io.github.dbsage')

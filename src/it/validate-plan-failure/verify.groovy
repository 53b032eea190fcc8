import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('src/main/db/migrations/20260101120000_a.sql:1:8')
assert log.contains('src/main/db/migrations/20260102120000_b.sql:1:9')
assert log.contains('src/main/db/migrations/20260102120000_b.sql:2:1')
assert log.contains('src/main/db/migrations/V1__init.sql:1:1')
assert log.contains('on project validate-plan-failure: 4 errors were found; each is listed above. -> [Help 1]')
assert report.verdict == 'failed'
assert report.findings*.rule as Set ==
    ['FILE_NAME', 'SYNTAX', 'PLACEHOLDER_UNKNOWN', 'PSQL_META_COMMAND', 'ROLLBACK_MISSING'] as Set
for (name in ['validate-plan.sarif', 'report.sarif']) {
    def run = new JsonSlurper().parse(new File(basedir, 'target/dbsage/' + name), 'UTF-8').runs[0]
    assert run.tool.driver.name == 'DB Sage'
    assert run.results*.ruleId.sort() == report.findings*.rule.sort()
    assert run.results.every { it.locations[0].physicalLocation.artifactLocation.uri.startsWith('src/main/db/migrations/') }
}
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

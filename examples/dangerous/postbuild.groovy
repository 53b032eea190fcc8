import groovy.json.JsonSlurper

def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert report.verdict == 'failed'
assert report.findings.findAll { it.severity != 'info' }*.rule.unique().size() >= 25

import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert report.verdict == 'failed'
assert report.findings.any { it.rule == 'DIRECTIVE_UNKNOWN' && it.line == 3 }

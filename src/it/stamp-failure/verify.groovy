import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('src/main/db/migrations/20260101120000_a.sql:3:12')
assert log.contains('on project stamp-failure: Unknown directive "transction" (did you mean transaction?) (src/main/db/migrations/20260101120000_a.sql:3:12) -> [Help 1]')
assert report.verdict == 'failed'
assert report.findings.collect { [it.rule, it.line, it.column] } == [['DIRECTIVE_UNKNOWN', 3, 12]]
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

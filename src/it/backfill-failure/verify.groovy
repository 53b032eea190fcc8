import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
def report = new JsonSlurper().parse(new File(basedir, 'target/dbsage/report.json'), 'UTF-8')
assert log.contains('not as it must be: mismatches 1, at most 0')
assert log.contains('apply failed: 1 migration applied, 1 failed, 1 not run; took ')
assert report.verdict == 'failed'
assert report.steps*.state == ['applied', 'failed', 'pending']
assert report.steps[1].kind == 'backfill'
assert report.steps[1].backfill.checks.find { it.what == 'mismatches' } == [what: 'mismatches', found: 1, limit: 0, passed: false]
assert report.error.file.endsWith('20260102120000_users_email_address.backfill.yaml')
assert !(log =~ /(?m)^\s+at [a-z]+\.[a-z]+\.[a-zA-Z.]+\(/) : 'no stack trace without -e'

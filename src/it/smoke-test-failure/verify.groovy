String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('on project smoke-test-failure: The check two users does not hold: expected 3, found 2. (src/main/db/migration-plan.yaml:3:66) -> [Help 1]')
assert log.contains('The check sees nobody does not hold: as it_smoke_failure_reader, expected no row, found at least one row.')
assert log =~ /smoke-test failed: 2 of 2 checks failed; took /
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

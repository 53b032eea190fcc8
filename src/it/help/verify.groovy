String log = new File(basedir, 'build.log').getText('UTF-8')
for (goal in ['adopt', 'apply', 'backfill', 'help', 'repair', 'smoke-test', 'stamp', 'start', 'status', 'stop', 'validate-plan', 'verify-checksums']) {
  assert log =~ /(?m)^dbsage:${goal}$/
}

String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.count('Skipped: dbsage.skip is set.') == 7
assert !new File(basedir, 'target/dbsage').exists()

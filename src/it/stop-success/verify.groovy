String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('no embedded server was running')

import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('13')
assert log.contains('14, 15, 16, 17')
assert !log.contains('\tat io.github.dbsage')

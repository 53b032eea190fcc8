import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('The goal status needs a database, and none was named.')
assert !log.contains('\tat io.github.dbsage')

import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
['apply', 'validate-plan', 'verify-checksums', 'status', 'stamp', 'start', 'stop'].each {
  assert log.contains('dbsage:' + it)
}

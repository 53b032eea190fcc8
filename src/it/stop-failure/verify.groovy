import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('-Ddbsage.runnerTimeout=soon is not a duration.')

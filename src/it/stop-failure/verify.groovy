String log = new File(basedir, 'build.log').getText('UTF-8')
assert log =~ /on project stop-failure: .*dbsage.runnerTimeout=soon is not a duration\. Write a number with a unit, such as 500ms, 5s, 2m or 1h; or 0\. -> \[Help 1\]/
assert !(log =~ /(?m)^\s+at [a-z]/) : 'no stack trace without -e'

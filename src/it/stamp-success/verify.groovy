import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').getText('UTF-8')
String file = new File(basedir, 'src/main/db/migrations/20260101120000_create_users.sql').text
assert file.startsWith('-- Migration: 20260101120000_create_users\n-- Checksum: ')
assert log.contains('stamped src/main/db/migrations/20260101120000_create_users.sql')

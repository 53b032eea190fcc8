package io.github.dbsage.shadow;

import java.util.List;
import java.util.Map;

/**
 * What stands for the parts of a Supabase project that migrations name most, where no such project
 * is at hand to be asked.
 */
public final class Supabase {

  /** What the platform's functions read the caller's claims with. */
  private static final String CLAIM =
      "SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb";

  private static final Map<String, List<String>> SCHEMAS =
      Map.of(
          "auth",
          List.of(
              "CREATE SCHEMA auth",
              "CREATE TABLE auth.users (id uuid NOT NULL PRIMARY KEY, email varchar(255), phone"
                  + " text, role varchar(255), raw_app_meta_data jsonb, raw_user_meta_data jsonb,"
                  + " is_anonymous boolean NOT NULL DEFAULT false, created_at timestamptz,"
                  + " updated_at timestamptz, last_sign_in_at timestamptz, deleted_at timestamptz)",
              function("auth.jwt()", "jsonb", CLAIM),
              function("auth.uid()", "uuid", "SELECT (auth.jwt() ->> 'sub')::uuid"),
              function("auth.role()", "text", "SELECT auth.jwt() ->> 'role'"),
              function("auth.email()", "text", "SELECT auth.jwt() ->> 'email'")),
          "storage",
          List.of(
              "CREATE SCHEMA storage",
              "CREATE TABLE storage.buckets (id text NOT NULL PRIMARY KEY, name text NOT NULL UNIQUE,"
                  + " owner uuid, owner_id text, public boolean DEFAULT false, file_size_limit bigint,"
                  + " allowed_mime_types text[], created_at timestamptz, updated_at timestamptz)",
              "CREATE TABLE storage.objects (id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,"
                  + " bucket_id text REFERENCES storage.buckets, name text, owner uuid, owner_id text,"
                  + " metadata jsonb, user_metadata jsonb, version text, created_at timestamptz,"
                  + " updated_at timestamptz, last_accessed_at timestamptz)",
              "ALTER TABLE storage.buckets ENABLE ROW LEVEL SECURITY",
              "ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY",
              "CREATE FUNCTION storage.foldername(name text) RETURNS text[] LANGUAGE sql IMMUTABLE AS"
                  + " $$ SELECT (string_to_array(name, '/'))[:array_length(string_to_array(name,"
                  + " '/'), 1) - 1] $$",
              "CREATE FUNCTION storage.filename(name text) RETURNS text LANGUAGE sql IMMUTABLE AS"
                  + " $$ SELECT (string_to_array(name, '/'))[array_length(string_to_array(name, '/'),"
                  + " 1)] $$",
              "CREATE FUNCTION storage.extension(name text) RETURNS text LANGUAGE sql IMMUTABLE AS"
                  + " $$ SELECT reverse(split_part(reverse(name), '.', 1)) $$"),
          "extensions",
          List.of(
              "CREATE SCHEMA extensions",
              "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" SCHEMA extensions",
              "CREATE EXTENSION IF NOT EXISTS pgcrypto SCHEMA extensions"));

  private Supabase() {}

  /** The statements that make what stands for a schema; none where nothing does. */
  public static List<String> of(String schema) {
    return SCHEMAS.getOrDefault(schema, List.of());
  }

  private static String function(String name, String type, String body) {
    return "CREATE FUNCTION %s RETURNS %s LANGUAGE sql STABLE AS $$ %s $$"
        .formatted(name, type, body);
  }
}

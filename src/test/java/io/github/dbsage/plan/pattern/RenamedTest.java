package io.github.dbsage.plan.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Definitions of the catalog, of another column. */
final class RenamedTest {

  private final Renamed renamed = new Renamed("email", "Address");

  @Test
  void nameTheOtherColumnWhereAColumnIsMeant() {
    assertThat(renamed.expression("(lower(email), other) WHERE (email <> 'email'::text)"))
        .isEqualTo("(lower(\"Address\"), other) WHERE (\"Address\" <> 'email'::text)");
    assertThat(renamed.expression("(\"email\" = 'it''s email')"))
        .isEqualTo("(\"Address\" = 'it''s email')");
  }

  @Test
  void leaveFunctionsTypesAndLongerNamesAlone() {
    String text = "(email(x), y::email, public.email, email_of, \"Email\", old_email)";
    assertThat(renamed.expression(text)).isEqualTo(text);
  }

  @Test
  void leaveTheColumnsOfAForeignKeysTargetAlone() {
    assertThat(
            renamed.constraint(
                "FOREIGN KEY (club, email) REFERENCES public.people(club, email)"
                    + " ON DELETE SET NULL (email)"))
        .isEqualTo(
            "FOREIGN KEY (club, \"Address\") REFERENCES public.people(club, email)"
                + " ON DELETE SET NULL (\"Address\")");
  }

  @Test
  void carryTheNamesOver() {
    assertThat(renamed.name("users_email_key")).isEqualTo("users_Address_key");
    assertThat(renamed.name("by_mail")).isEqualTo("by_mail_Address");
  }
}

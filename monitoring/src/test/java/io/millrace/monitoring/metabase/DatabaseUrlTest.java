// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {
    @Test
    void readsAllParts() {
        assertThat(DatabaseUrl.parse("postgresql://me%40home@db:6543/analytics?sslmode=verify-ca"))
                .isEqualTo(new DatabaseUrl("db", 6543, "analytics", "me@home", "verify-ca"));
        assertThat(DatabaseUrl.parse("postgres://me@db/analytics?sslmode=disable"))
                .isEqualTo(new DatabaseUrl("db", 5432, "analytics", "me", null));
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://me@db/x, it does not start with postgresql://",
        "postgresql://me@/x, it names no host",
        "postgresql://db/x, it names no user",
        "postgresql://me@db, it names no database",
        "postgresql://me@db/, it names no database",
        "postgresql://me@db/a b, it is not a URL",
        "'postgresql://me@db/x?sslmode=allow',"
                + " 'it asks for more than an sslmode of disable, require, verify-ca or verify-full'",
    })
    void saysWhatIsWrong(String url, String why) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url))
                .isInstanceOf(Problem.class)
                .hasMessage("Cannot read the database's URL: " + why
                        + " (expected postgresql://user@host:port/database?sslmode=require).");
    }
}

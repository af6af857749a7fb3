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
                .isEqualTo(new DatabaseUrl(Store.POSTGRES, "db", 6543, "analytics", "me@home", "verify-ca"));
        assertThat(DatabaseUrl.parse("postgres://me@db/analytics?sslmode=disable"))
                .isEqualTo(new DatabaseUrl(Store.POSTGRES, "db", 5432, "analytics", "me", null));
    }

    @Test
    void readsWhereClickHouseIs() {
        assertThat(DatabaseUrl.parse("clickhouse://me@ch:9123/default"))
                .isEqualTo(new DatabaseUrl(Store.CLICKHOUSE, "ch", 9123, "default", "me", null));
        assertThat(DatabaseUrl.parse("clickhouse://me@ch/default").port()).isEqualTo(8123);
        assertThat(DatabaseUrl.parse("clickhouse://me@ch/default?ssl=true").port())
                .isEqualTo(8443);
        assertThat(DatabaseUrl.parse("clickhouse://me@ch/default?ssl=true").details())
                .hasToString("{\"host\":\"ch\",\"port\":8443,\"dbname\":\"default\",\"user\":\"me\",\"ssl\":true}");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://me@db/x, it starts neither with postgresql:// nor with clickhouse://",
        "postgresql://me@/x, it names no host",
        "postgresql://db/x, it names no user",
        "postgresql://me@db, it names no database",
        "postgresql://me@db/, it names no database",
        "postgresql://me@db/a b, it is not a URL",
        "'postgresql://me@db/x?sslmode=allow',"
                + " 'it asks for more than an sslmode of disable, require, verify-ca or verify-full'",
        "clickhouse://me@db/x?sslmode=require, it asks for more than ssl=true or ssl=false",
    })
    void saysWhatIsWrong(String url, String why) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url))
                .isInstanceOf(Problem.class)
                .hasMessage("Cannot read the database's URL: " + why
                        + " (expected postgresql://user@host:port/database?sslmode=require or"
                        + " clickhouse://user@host:port/database?ssl=true).");
    }
}

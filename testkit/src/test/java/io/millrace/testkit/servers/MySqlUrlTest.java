// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlUrlTest {
    private static final String EXPECTED = " (expected mysql://user:password@host:port, special characters"
            + " percent-encoded; the password may come from MILLRACE_MYSQL_PASSWORD).";

    @Test
    void readsAllParts() {
        assertThat(MySqlUrl.parse("mysql://shop%40x:p%3Aw+d@db.example:3307", Map.of()))
                .isEqualTo(new MySqlUrl("db.example", 3307, "shop@x", "p:w+d"));
    }

    @Test
    void takesAMissingPasswordFromTheEnvironment() {
        assertThat(MySqlUrl.parse("mysql://root@db.example", Map.of("MILLRACE_MYSQL_PASSWORD", "secret")))
                .isEqualTo(new MySqlUrl("db.example", 3306, "root", "secret"));
    }

    @Test
    void neverShowsThePassword() {
        assertThat(new MySqlUrl("db.example", 3306, "root", "secret")).hasToString("mysql://root@db.example:3306");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://u:secret@h:1, it does not start with mysql://",
        "mysql://h:1, it names no user",
        "mysql://u:secret@h:1/mine, 'it names a database, and none is to be named'",
        "mysql://u:sec ret@h, it is not a URL",
    })
    void saysWhatIsWrongWithoutThePassword(String url, String why) {
        assertThatThrownBy(() -> MySqlUrl.parse(url, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessage("Cannot read the MySQL URL: " + why + EXPECTED);
    }
}

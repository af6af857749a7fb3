// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown of a setting's value. */
class MaskingTest {
    @ParameterizedTest
    @CsvSource({
        "declared, hunter2, ********",
        "database.password, hunter2, ********",
        "consumer.override.sasl.jaas.config, x required, ********",
        "http.oauth2.client.secret, hunter2, ********",
        "http.header.X-Api-Key, hunter2, ********",
        "database.password, ${env:SHOP_PASSWORD}, ${env:SHOP_PASSWORD}",
        "database.password, '', ''",
        "database.password, x${env:A}, ********",
        "connection.url, jdbc:postgresql://u:hunter2@db/shop, jdbc:postgresql://********@db/shop",
        "connection.url, jdbc:db?user=u&password=hunter2&ssl=1, jdbc:db?user=u&password=********&ssl=1",
        "topics, orders, orders",
        "key.converter, a.StringConverter, a.StringConverter"
    })
    void showsNoSecret(String key, String value, String shown) {
        assertThat(new Masking(Set.of("declared")).shown(key, value)).isEqualTo(shown);
    }
}

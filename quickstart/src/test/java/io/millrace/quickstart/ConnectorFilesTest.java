// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorFilesTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+)}");
    private static final Set<String> KNOWN = Set.of(
            "CLICKHOUSE_PASSWORD",
            "CLICKHOUSE_URL",
            "CLICKHOUSE_USER",
            "DEVICE_API_TOKEN",
            "DEVICE_API_URL",
            "DEVICE_PUSH_HOST",
            "DEVICE_PUSH_KEYS",
            "DEVICE_PUSH_PORT",
            "KAFKA_BOOTSTRAP",
            "POSTGRES_PASSWORD",
            "POSTGRES_URL",
            "POSTGRES_USER",
            "REGISTRY_URL",
            "SHOP_DB_HOST",
            "SHOP_DB_PASSWORD",
            "SHOP_DB_PORT",
            "SHOP_DB_SSL_MODE",
            "SHOP_DB_USER");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "device-events-source",
                "device-pushes-source",
                "shop-mariadb-source",
                "shop-mysql-source",
                "device-events-postgres-sink",
                "device-pushes-postgres-sink",
                "shop-postgres-sink",
                "device-events-clickhouse-sink",
                "shop-clickhouse-sink"
            })
    void isPostedAsItIsAndReadsOnlyKnownVariables(String name) throws IOException {
        Path file = Home.find().connector(name);

        JsonNode connector = JsonMapper.builder().build().readTree(file.toFile());

        assertThat(connector.fieldNames()).toIterable().containsExactly("name", "config");
        assertThat(connector.path("name").asText()).isEqualTo(name);
        Set<String> variables = VARIABLE.matcher(connector.toString())
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(variables).isNotEmpty().isSubsetOf(KNOWN);
    }
}

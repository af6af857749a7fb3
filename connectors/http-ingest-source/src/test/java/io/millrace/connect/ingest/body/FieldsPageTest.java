// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of fields and their places on the connector's page. */
class FieldsPageTest {
    @Test
    void hasEveryPlaceOfEveryApi() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        for (Api api : Api.values()) {
            for (String field : api.fields().split(", ", -1)) {
                String[] pair = field.split("=", 2);
                String places = pair[1].equals("/")
                        ? ""
                        : Arrays.stream(pair[1].split("\\|", -1))
                                .map(place -> "`" + place + "`")
                                .collect(Collectors.joining(", "));
                rows.merge(pair[0], places, (before, more) -> before + " | " + more);
            }
        }
        String page = Files.readString(Path.of("..", "..", "docs", "connectors", "http-ingest-requests.md"));

        rows.forEach((field, places) -> assertThat(page).contains("| `" + field + "` | " + places + " |\n"));
    }
}

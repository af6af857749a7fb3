// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    @Test
    void isOneLineOfJsonThatKeepsEveryText() throws JsonProcessingException {
        String json = Samples.failed().json();

        assertThat(json.lines()).hasSize(1);
        JsonNode read = JsonMapper.builder().build().readTree(json);
        assertThat(read.path("flows").toString())
                .isEqualTo(
                        "[{\"origin\":\"Device API\",\"source\":\"source\",\"topics\":[\"events\"],\"sink\":\"sink\","
                                + "\"tables\":[\"device_events\"]}]");
        assertThat(read.at("/connectors/0/tasks/0/state").asText()).isEqualTo("FAILED");
        assertThat(read.at("/connectors/0/tasks/0/trace").asText()).contains("\nCaused by: ", Samples.SCRIPT);
        assertThat(read.at("/tables/0/newest/0/1").asText()).isEqualTo(Samples.SCRIPT);
    }

    @Test
    void saysNullWhereThereIsNothing() throws JsonProcessingException {
        JsonNode read = JsonMapper.builder().build().readTree(Samples.running(7).json());

        assertThat(read.path("problem").isNull()).isTrue();
        assertThat(read.at("/tables/0/newest/1/1").isNull()).isTrue();
        assertThat(read.at("/lags/1/stored").isNull()).isTrue();
        assertThat(read.at("/latencies/1").toString())
                .isEqualTo("{\"name\":\"transaction to visible row\",\"count\":0,\"p50Ms\":null,\"p99Ms\":null,"
                        + "\"maxMs\":null,\"buckets\":[0,0,0]}");
    }
}

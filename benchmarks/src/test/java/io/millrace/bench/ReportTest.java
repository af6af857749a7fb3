// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.bench.Measurement.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private final List<Measurement> measured = List.of(
            new Measurement(
                    "extract-new-record-state", List.of(new Slice(1087.26, 2807.4), new Slice(1087.26, 2807.4))),
            new Measurement("millrace", List.of(new Slice(120, 400))));

    @TempDir
    private Path dir;

    @Test
    void writesOneRowPerCaseAndContender() throws IOException {
        Report report = new Report("normalize", new Machine("A processor", 2, "Linux amd64", "A JVM", 0.5));
        report.add("update-20-columns", measured);

        JsonNode json = JsonMapper.builder().build().readTree(report.json());
        assertThat(json.fieldNames()).toIterable().containsExactly("benchmark", "machine", "rows");
        assertThat(json.get("benchmark").textValue()).isEqualTo("normalize");
        assertThat(json.get("machine").get("cpu").textValue()).isEqualTo("A processor");
        assertThat(json.get("rows")).hasSize(2);
        assertThat(json.get("rows").get(0))
                .hasToString("{\"case\":\"update-20-columns\",\"contender\":\"extract-new-record-state\","
                        + "\"nsPerRecord\":1087.3,\"bytesPerRecord\":2807,\"minNsPerRecord\":1087.3,\"slices\":2}");
    }

    @Test
    void showsTheFastestFirstAndRatios() {
        assertThat(Report.table("update-20-columns", measured, "millrace").lines())
                .containsExactly(
                        "update-20-columns                       ns/record    (minimum)   B/record  x millrace",
                        "  millrace                                  120.0        120.0        400  1.00 (1.00)",
                        "  extract-new-record-state                 1087.3       1087.3       2807  9.06 (9.06)");
    }

    @Test
    void saysWhereItRan() throws IOException {
        Path cpuInfo = Files.writeString(dir.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: A processor\n");

        assertThat(Machine.cpuModel(cpuInfo)).isEqualTo("A processor");
        assertThat(Machine.cpuModel(dir.resolve("absent"))).isEqualTo("unknown");
        assertThat(Machine.current().processors()).isPositive();
    }
}

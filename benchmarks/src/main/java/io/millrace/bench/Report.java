// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/**
 * What a benchmark found, as JSON and as a table.
 *
 * <p>{@code {"benchmark":"normalize","machine":{…},"rows":[{"case":"update-20-columns","contender":"millrace",
 * "nsPerRecord":134.1,"bytesPerRecord":408,…}]}}: medians of processor time and of allocated bytes.
 */
public final class Report {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final String benchmark;
    private final Machine machine;
    private final ArrayNode rows = JSON.createArrayNode();

    Report(String benchmark, Machine machine) {
        this.benchmark = benchmark;
        this.machine = machine;
    }

    /** An empty report about the machine that this runs on. */
    public static Report of(String benchmark) {
        return new Report(benchmark, Machine.current());
    }

    public void add(String name, List<Measurement> measurements) {
        for (Measurement measured : measurements) {
            add(name, measured.contender())
                    .put("nsPerRecord", tenths(measured.medianNanos()))
                    .put("bytesPerRecord", Math.round(measured.medianBytes()))
                    .put("minNsPerRecord", tenths(measured.minNanos()))
                    .put("slices", measured.slices().size());
        }
    }

    /** A new row, for the caller to put its figures in. */
    public ObjectNode add(String name, String contender) {
        return rows.addObject().put("case", name).put("contender", contender);
    }

    /** Puts a figure's median, least and greatest into a row: {@code name}, {@code nameMin} and {@code nameMax}. */
    public static void put(ObjectNode row, String name, Spread spread, int digits) {
        row.put(name, rounded(spread.median(), digits));
        row.put(name + "Min", rounded(spread.min(), digits));
        row.put(name + "Max", rounded(spread.max(), digits));
    }

    /** A figure with so many digits behind the point. */
    public static BigDecimal rounded(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN);
    }

    public Machine machine() {
        return machine;
    }

    public String json() {
        ObjectNode root = JSON.createObjectNode().put("benchmark", benchmark);
        root.set("machine", JSON.valueToTree(machine));
        root.set("rows", rows);
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + benchmark + " as JSON.", e);
        }
    }

    /**
     * The measurements of one case, fastest first, beside how many times as long each takes as {@code base}: medians,
     * and minima in brackets.
     */
    public static String table(String name, List<Measurement> measurements, String base) {
        Measurement one = measurements.stream()
                .filter(each -> each.contender().equals(base))
                .findFirst()
                .orElse(measurements.get(0));
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, "%-36s %12s %12s %10s  x %s%n", name, "ns/record", "(minimum)", "B/record", base));
        measurements.stream()
                .sorted(Measurement.bySpeed())
                .forEach(each -> table.append(String.format(
                        Locale.ROOT,
                        "  %-34s %12.1f %12.1f %10.0f  %.2f (%.2f)%n",
                        each.contender(),
                        each.medianNanos(),
                        each.minNanos(),
                        each.medianBytes(),
                        each.medianNanos() / one.medianNanos(),
                        each.minNanos() / one.minNanos())));
        return table.toString();
    }

    private static BigDecimal tenths(double nanos) {
        return BigDecimal.valueOf(nanos).setScale(1, RoundingMode.HALF_EVEN);
    }
}

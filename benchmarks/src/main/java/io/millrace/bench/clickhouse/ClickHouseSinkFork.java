// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.clickhouse;

import io.millrace.bench.sink.Shape;
import io.millrace.bench.sink.SinkMeasurement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures cases in this JVM, one after the other: server, pace, names of cases and of contenders. */
final class ClickHouseSinkFork {
    private ClickHouseSinkFork() {}

    static List<String> arguments(Engine engine, Pace pace, List<Case> cases, List<Contestant> contestants) {
        return List.of(
                engine.host(),
                Integer.toString(engine.port()),
                engine.user(),
                engine.password(),
                Long.toString(engine.pid()),
                pace.name(),
                String.join(",", cases.stream().map(Case::text).toList()),
                String.join(",", contestants.stream().map(Contestant::text).toList()));
    }

    public static void main(String[] args) {
        Engine engine = new Engine(args[0], Integer.parseInt(args[1]), args[2], args[3], Long.parseLong(args[4]));
        List<Case> cases =
                Arrays.stream(args[6].split(",", -1)).map(Case::named).toList();
        List<Contestant> contestants =
                Arrays.stream(args[7].split(",", -1)).map(Contestant::named).toList();
        measure(engine, Pace.valueOf(args[5]), cases, contestants, found -> {
            System.out.println(found.line());
            System.out.flush();
        });
        System.exit(0); // whatever threads a client left behind
    }

    private static void measure(
            Engine engine, Pace pace, List<Case> cases, List<Contestant> contestants, Consumer<SinkMeasurement> found) {
        Map<Shape, List<Case>> ofShape = new LinkedHashMap<>();
        cases.forEach(each -> ofShape.computeIfAbsent(each.shape(), shape -> new ArrayList<>())
                .add(each));
        boolean isFirst = true;
        for (Map.Entry<Shape, List<Case>> group : ofShape.entrySet()) {
            try (Race race = new Race(engine, group.getKey(), pace, contestants)) {
                Case one = group.getValue().get(0);
                race.prove(one);
                race.warmUp(one, isFirst ? pace.firstRounds() : 0);
                group.getValue().forEach(each -> race.measure(each).forEach(found));
            }
            isFirst = false;
        }
    }
}

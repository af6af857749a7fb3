// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import io.millrace.bench.sink.SinkMeasurement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures cases in this JVM, one after the other: server, pace, names of cases and of contenders. */
final class PostgresSinkFork {
    private PostgresSinkFork() {}

    static List<String> arguments(Database database, Pace pace, List<Case> cases, List<Contestant> contestants) {
        return List.of(
                database.url(),
                database.user(),
                database.password(),
                Long.toString(database.pid()),
                pace.name(),
                String.join(",", cases.stream().map(Case::text).toList()),
                String.join(",", contestants.stream().map(Contestant::text).toList()));
    }

    public static void main(String[] args) {
        Database database = new Database(args[0], args[1], args[2], Long.parseLong(args[3]));
        measure(database, Pace.valueOf(args[4]), cases(args[5]), contestants(args[6]), found -> {
            System.out.println(found.line());
            System.out.flush();
        });
        System.exit(0); // whatever threads a peer left behind
    }

    private static List<Case> cases(String names) {
        return Arrays.stream(names.split(",", -1)).map(Case::named).toList();
    }

    private static List<Contestant> contestants(String names) {
        return Arrays.stream(names.split(",", -1)).map(Contestant::named).toList();
    }

    static void measure(
            Database database,
            Pace pace,
            List<Case> cases,
            List<Contestant> contestants,
            Consumer<SinkMeasurement> found) {
        boolean isFirst = true;
        for (List<Case> group : groups(cases)) {
            Case one = group.get(0);
            List<Contestant> taking = contestants.stream()
                    .filter(contestant -> group.stream().anyMatch(contestant::takesPart))
                    .toList();
            try (Race race = new Race(database, one.work(), one.shape(), pace, taking)) {
                race.prove(one);
                race.warmUp(one, isFirst ? pace.firstRounds() : 0);
                group.forEach(each -> race.measure(each).forEach(found));
            }
            isFirst = false;
        }
    }

    /** Cases on the same tables. */
    private static Collection<List<Case>> groups(List<Case> cases) {
        Map<String, List<Case>> groups = new LinkedHashMap<>();
        cases.forEach(each ->
                groups.computeIfAbsent(each.tables(), name -> new ArrayList<>()).add(each));
        return groups.values();
    }
}

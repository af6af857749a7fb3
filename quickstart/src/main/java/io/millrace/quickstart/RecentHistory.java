// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import io.millrace.quickstart.page.Snapshot;
import io.millrace.quickstart.page.Snapshot.Series;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The numbers of the last five minutes, one look a second. Not thread-safe. */
final class RecentHistory {
    private static final int KEPT = 300;

    private record Moment(long atMs, Look look) {}

    private final Deque<Moment> moments = new ArrayDeque<>();

    void add(long atMs, Look look) {
        if (moments.size() == KEPT) {
            moments.removeFirst();
        }
        moments.addLast(new Moment(atMs, look));
    }

    Snapshot.History copy() {
        return new Snapshot.History(
                moments.stream().map(Moment::atMs).toList(),
                List.of(
                        series("device events", look -> perSecond(look, DeviceTable.POLLED.topic())),
                        series("device pushes", look -> perSecond(look, DeviceTable.PUSHED.topic())),
                        series("shop changes", look -> perSecond(look, ShopTable.TOPIC_PREFIX))),
                List.of(
                        series(
                                "device events p50",
                                look -> look.deviceEvents().summary().p50Ms()),
                        series(
                                "device events p99",
                                look -> look.deviceEvents().summary().p99Ms()),
                        series(
                                "shop rows p50",
                                look -> look.shopRows().summary().p50Ms()),
                        series(
                                "shop rows p99",
                                look -> look.shopRows().summary().p99Ms())));
    }

    private Series series(String name, Function<Look, Double> value) {
        return new Series(
                name,
                moments.stream()
                        .map(moment -> rounded(value.apply(moment.look)))
                        .toList());
    }

    private static @Nullable Double rounded(double value) {
        return Double.isNaN(value) ? null : Math.rint(value * 10) / 10;
    }

    private static double perSecond(Look look, String prefix) {
        return look.perSecond().entrySet().stream()
                .filter(topic -> topic.getKey().startsWith(prefix))
                .mapToDouble(topic -> topic.getValue())
                .sum();
    }
}

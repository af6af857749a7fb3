// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.deviceapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Steps clock = new Steps();

    @Test
    void isTheSameForTheSameSeed() {
        Feed one = feed(7);
        Feed other = feed(7);
        one.append(3000);
        other.append(3000);

        assertThat(one.page(0, 3000)).isEqualTo(other.page(0, 3000)).isNotEqualTo(differentSeed());
    }

    @Test
    void holdsTheSameEventsHoweverTheyWereAppended() {
        Feed atOnce = feed(7);
        Feed slowly = feed(7);
        atOnce.append(1000);
        for (int i = 0; i < 100; i++) {
            slowly.append(10);
        }

        assertThat(slowly.page(0, 1000).stream().map(DeviceEvent::properties).count())
                .isEqualTo(1000);
        assertThat(slowly.page(0, 1000).stream().map(DeviceEvent::eventId))
                .containsExactlyElementsOf(
                        atOnce.page(0, 1000).stream().map(DeviceEvent::eventId).toList());
    }

    @Test
    void repeatsEarlierUploadsUnchanged() {
        Feed feed = feed(7);
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofMillis(20));
            feed.append(100);
        }
        Map<String, DeviceEvent> firstSeen = new HashMap<>();
        int repeats = 0;

        for (DeviceEvent event : feed.page(0, feed.size())) {
            DeviceEvent earlier = firstSeen.putIfAbsent(event.eventId(), event);
            if (earlier != null) {
                repeats++;
                assertThat(event).isEqualTo(earlier);
            }
        }

        assertThat(repeats).isEqualTo(10_000 / Feed.GROUP * Feed.REPEATS);
        assertThat(firstSeen).hasSize(feed.distinct());
    }

    @Test
    void givesEveryDeviceASequenceWithoutGaps() {
        Feed feed = feed(7);
        feed.generate(40_000);
        Map<String, Set<Long>> sequences = new HashMap<>();
        Map<String, Integer> events = new HashMap<>();

        new Ledger(feed, feed.distinct()).events().forEach(event -> {
            events.merge(event.deviceId(), 1, Integer::sum);
            if (event.sequence() != null) {
                assertThat(sequences
                                .computeIfAbsent(event.deviceId(), id -> new HashSet<>())
                                .add(event.sequence()))
                        .isTrue();
            }
        });

        assertThat(sequences).hasSize(50);
        sequences.forEach((device, numbers) ->
                assertThat(numbers).allMatch(number -> number >= 1 && number <= events.get(device)));
    }

    @Test
    void neverLetsADevicesTimeRunBackwardsNorAheadOfTheApi() {
        Feed feed = feed(7);
        feed.append(5000);
        for (int i = 0; i < 200; i++) {
            clock.advance(Duration.ofMillis(i % 50));
            feed.append(i);
        }
        Map<String, List<DeviceEvent>> byDevice = new HashMap<>();
        new Ledger(feed, feed.distinct())
                .events()
                .forEach(event -> byDevice.computeIfAbsent(event.deviceId(), id -> new ArrayList<>())
                        .add(event));

        for (List<DeviceEvent> events : byDevice.values()) {
            assertThat(events).extracting(DeviceEvent::occurredAt).isSorted();
            assertThat(events).allMatch(event -> event.occurredAt().isBefore(event.receivedAt()));
        }
    }

    @Test
    void uploadsWhatHappenedOfflineLateAndInBursts() {
        Feed feed = new Feed(7, 500, clock);
        feed.append(5000);

        List<DeviceEvent> events = new Ledger(feed, feed.distinct()).events().toList();
        long hoursLate = events.stream()
                .filter(event ->
                        Duration.between(event.occurredAt(), event.receivedAt()).compareTo(Duration.ofMinutes(30)) > 0)
                .count();
        long bursts = 0;
        for (int i = 1; i < events.size(); i++) {
            bursts += events.get(i).deviceId().equals(events.get(i - 1).deviceId()) ? 1 : 0;
        }

        assertThat(hoursLate).isPositive();
        assertThat(bursts).isGreaterThan(50);
    }

    @Test
    void generatesExactlyTheEventsAskedFor() {
        Feed feed = feed(7);
        for (int events : new int[] {1, 243, 1, 1, 245, 246, 10_000, 0}) {
            int before = feed.distinct();
            feed.generate(events);
            assertThat(feed.distinct() - before).isEqualTo(events);
        }
    }

    @Test
    void findsEveryEventByItsId() {
        Feed feed = feed(-3);
        feed.append(1000);
        Ledger ledger = new Ledger(feed, feed.distinct());

        ledger.events()
                .forEach(event -> assertThat(ledger.find(event.eventId())).hasValue(event));
        assertThat(ledger.find("00000000-0000-4000-8000-000000000000")).isEmpty();
        assertThat(ledger.find("nonsense")).isEmpty();
    }

    @Test
    void showsEveryKindOfEventAndDevice() {
        Feed feed = feed(7);
        feed.append(20_000);
        Set<String> types = new HashSet<>();
        Set<String> platforms = new HashSet<>();
        Set<Boolean> nulls = new HashSet<>();

        new Ledger(feed, feed.distinct()).events().forEach(event -> {
            types.add(event.type());
            platforms.add(event.platform());
            nulls.add(event.userId() == null);
            nulls.add(event.sessionId() == null);
        });

        assertThat(types)
                .containsExactlyInAnyOrder(
                        "app_open",
                        "app_close",
                        "screen_view",
                        "tap",
                        "heartbeat",
                        "search",
                        "battery",
                        "purchase",
                        "push_received",
                        "crash");
        assertThat(platforms).containsExactlyInAnyOrder("ios", "android", "macos", "windows");
        assertThat(nulls).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void undoesItsScrambling() {
        for (int value : new int[] {0, 1, -1, 42, Integer.MAX_VALUE, Integer.MIN_VALUE, 123_456_789}) {
            assertThat(Mix.unscramble(Mix.scramble(value))).isEqualTo(value);
        }
    }

    private Feed feed(long seed) {
        return new Feed(seed, 50, clock);
    }

    private List<DeviceEvent> differentSeed() {
        Feed feed = feed(8);
        feed.append(3000);
        return feed.page(0, 3000);
    }

    /** A clock that moves when told. */
    private static final class Steps extends Clock {
        private Instant now = NOON;

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static io.millrace.spark.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Where sessions begin and end, and how far they get in the funnel. */
class DeviceSessionsTest {
    private static final List<String> FUNNEL = List.of("open", "view", "buy");

    @Test
    void endsASessionAfterTheGap() {
        List<Row> sessions = sessions(
                event("e3", "d1", "open", "45:00"),
                event("e1", "d1", "open", "0:00"),
                event("e2", "d1", "close", "14:59"),
                event("e4", "d2", "open", "1:00"));

        assertThat(sessions)
                .extracting(row -> row.mkString(" ", ",", "").strip())
                .containsExactly(
                        "d1,2026-03-01 10:00:00.0,2026-03-01 10:14:59.0,2,null,ios,null,open,close,1,open",
                        "d1,2026-03-01 10:45:00.0,2026-03-01 10:45:00.0,1,null,ios,null,open,open,1,open",
                        "d2,2026-03-01 10:01:00.0,2026-03-01 10:01:00.0,1,null,ios,null,open,open,1,open");
    }

    @Test
    void goesOnAtTheVeryEdgeOfTheGap() {
        assertThat(sessions(event("e1", "d1", "open", "0:00"), event("e2", "d1", "open", "15:00")))
                .hasSize(1);
        assertThat(sessions(event("e1", "d1", "open", "0:00"), event("e2", "d1", "open", "15:01")))
                .hasSize(2);
    }

    @Test
    void joinsWhatALaterReadEventBridges() {
        assertThat(sessions(
                        event("e1", "d1", "open", "0:00"),
                        event("e2", "d1", "open", "20:00"),
                        event("e3", "d1", "open", "10:00")))
                .singleElement()
                .satisfies(row -> assertThat(row.<Long>getAs("events")).isEqualTo(3));
    }

    @Test
    void knowsTheLastUserThatAnEventNames() {
        Row session = sessions(
                        event("e1", "d1", "open", "0:00").by("ada"),
                        event("e3", "d1", "open", "2:00"),
                        event("e2", "d1", "open", "1:00").by("bob"))
                .get(0);

        assertThat(session.<String>getAs("user_id")).isEqualTo("bob");
    }

    @Test
    void reachesStepsInTheirOrderOnly() {
        assertThat(reached("open", "view", "buy")).isEqualTo("3 buy");
        assertThat(reached("open", "scroll", "view", "open", "scroll")).isEqualTo("2 view");
        assertThat(reached("buy", "view", "open")).isEqualTo("1 open");
        assertThat(reached("open", "buy", "view")).isEqualTo("2 view");
        assertThat(reached("buy", "open", "view", "open", "buy", "buy")).isEqualTo("3 buy");
        assertThat(reached("view", "buy")).isEqualTo("0 null");
    }

    @Test
    void ordersEventsOfOneInstantByTheirIds() {
        Row session = sessions(event("e2", "d1", "view", "0:00"), event("e1", "d1", "open", "0:00"))
                .get(0);

        assertThat(session.<String>getAs("first_type")).isEqualTo("open");
        assertThat(session.<String>getAs("last_type")).isEqualTo("view");
        assertThat(session.<Integer>getAs("funnel_step")).isEqualTo(2);
    }

    private static String reached(String... types) {
        TestEvent[] events = new TestEvent[types.length];
        Arrays.setAll(events, i -> event("e" + i, "d1", types[i], i + ":00"));
        Row session = sessions(events).get(0);
        return session.getAs("funnel_step") + " " + session.getAs("funnel_type");
    }

    private static List<Row> sessions(TestEvent... events) {
        return new DeviceSessions(Duration.ofMinutes(15), FUNNEL)
                .of(TestEvent.events(LocalSpark.session(), List.of(events)))
                .orderBy("device_id", "started_at")
                .collectAsList();
    }
}

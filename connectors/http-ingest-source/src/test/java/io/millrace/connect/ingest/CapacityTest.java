// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.ingest.Capacity.Ticket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many requests are let in, and who waits. */
class CapacityTest {
    private final List<Ticket> admittedLater = new ArrayList<>();

    @Test
    void letsInWhatFitsAndTheOthersInTheirOrder() {
        Capacity capacity = new Capacity(10, 100);
        Ticket first = capacity.ask(60, admittedLater::add);
        Ticket large = capacity.ask(60, admittedLater::add);
        Ticket small = capacity.ask(10, admittedLater::add);

        assertThat(first.isAdmitted()).isTrue();
        assertThat(large.isAdmitted()).isFalse();
        assertThat(small.isAdmitted()).as("does not overtake").isFalse();
        assertThat(capacity.waiting()).isEqualTo(2);

        assertThat(first.release()).isFalse();
        assertThat(admittedLater).containsExactly(large, small);
        assertThat(capacity.bytes()).isEqualTo(70);
        assertThat(capacity.requests()).isEqualTo(2);
    }

    @Test
    void countsRequestsToo() {
        Capacity capacity = new Capacity(2, 100);
        Ticket first = capacity.ask(1, admittedLater::add);
        capacity.ask(1, admittedLater::add);
        Ticket third = capacity.ask(1, admittedLater::add);

        assertThat(third.isAdmitted()).isFalse();
        first.release();
        assertThat(admittedLater).containsExactly(third);
    }

    @Test
    void givesBackWhatABodyDidNotNeedAndTakesMoreOnlyIfThereIsRoom() {
        Capacity capacity = new Capacity(10, 100);
        Ticket one = capacity.ask(80, admittedLater::add);
        Ticket other = capacity.ask(50, admittedLater::add);

        assertThat(one.resize(30)).isTrue();
        assertThat(admittedLater).containsExactly(other);
        assertThat(other.resize(70)).isTrue();
        assertThat(one.resize(31)).isFalse();
        assertThat(capacity.bytes()).isEqualTo(100);
    }

    @Test
    void forgetsWhoWaitsNoLonger() {
        Capacity capacity = new Capacity(10, 100);
        Ticket first = capacity.ask(100, admittedLater::add);
        Ticket second = capacity.ask(1, admittedLater::add);

        assertThat(second.release()).as("still waited").isTrue();
        assertThat(second.release()).isFalse();
        first.release();
        first.release();
        assertThat(admittedLater).isEmpty();
        assertThat(capacity.bytes()).isZero();
        assertThat(capacity.requests()).isZero();
    }
}

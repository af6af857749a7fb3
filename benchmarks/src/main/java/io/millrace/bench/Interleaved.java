// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import io.millrace.bench.Measurement.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures contenders in turn, slice by slice, in one JVM: whatever else the machine does meets all of them alike.
 *
 * <p>Every round gives each contender one slice and begins with another contender than the round before. Rounds are not
 * counted until each contender has worked for the warm-up's time.
 */
public final class Interleaved {
    /** Libraries for HTTP, and what hands work from thread to thread, are compiled late. */
    private static final int WARM_UPS_OF_ALL_THREADS = 5;

    private final Meter meter;
    private final Effort effort;
    private final Duration warmUp;

    Interleaved(Meter meter, Effort effort) {
        this(meter, effort, effort.warmUp());
    }

    private Interleaved(Meter meter, Effort effort, Duration warmUp) {
        this.meter = meter;
        this.effort = effort;
        this.warmUp = warmUp;
    }

    /** Measures what the calling thread uses. */
    public static List<Measurement> measure(List<? extends Contender> contenders, Effort effort) {
        return new Interleaved(Meter.ofCurrentThread(), effort).measure(contenders);
    }

    /** Measures what all threads use: for contenders that have threads of their own, which rest between runs. */
    public static List<Measurement> measureAllThreads(List<? extends Contender> contenders, Effort effort) {
        Duration warmUp = effort.warmUp().multipliedBy(WARM_UPS_OF_ALL_THREADS);
        return new Interleaved(Meter.ofAllThreads(), effort, warmUp).measure(contenders);
    }

    List<Measurement> measure(List<? extends Contender> contenders) {
        warmUp(contenders);
        List<List<Slice>> slices = new ArrayList<>();
        contenders.forEach(contender -> slices.add(new ArrayList<>()));
        for (int round = 0; round < effort.slices(); round++) {
            for (int turn = 0; turn < contenders.size(); turn++) {
                int index = (round + turn) % contenders.size();
                slices.get(index).add(slice(contenders.get(index)).perRecord());
            }
        }
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            measurements.add(new Measurement(contenders.get(i).name(), slices.get(i)));
        }
        return measurements;
    }

    private void warmUp(List<? extends Contender> contenders) {
        long[] spent = new long[contenders.size()];
        boolean cold = true;
        while (cold) {
            cold = false;
            for (int i = 0; i < spent.length; i++) {
                if (spent[i] < warmUp.toNanos()) {
                    spent[i] += slice(contenders.get(i)).nanos;
                    cold = true;
                }
            }
        }
    }

    /** Runs as often as a slice is long; what prepares a run is left out. */
    private Work slice(Contender contender) {
        Work work = new Work();
        do {
            contender.prepare();
            long bytes = meter.allocatedBytes();
            long nanos = meter.cpuNanos();
            work.records += contender.run();
            work.nanos += meter.cpuNanos() - nanos;
            work.bytes += meter.allocatedBytes() - bytes;
        } while (work.nanos < effort.slice().toNanos());
        return work;
    }

    private static final class Work {
        private long records;
        private long nanos;
        private long bytes;

        Slice perRecord() {
            return new Slice((double) nanos / records, (double) bytes / records);
        }
    }
}

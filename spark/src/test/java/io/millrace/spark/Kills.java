// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Kills a job as its log shows that a batch is under way, at random moments, again and again. */
final class Kills {
    private static final Pattern BEGINS = Pattern.compile("batch (\\d+) begins");
    private static final int MOST_DELAY_MS = 2_500;

    private final JobProcess job;
    private final Random random;

    Kills(JobProcess job, Random random) {
        this.job = job;
        this.random = random;
    }

    /** Before each start {@code feed} gives the job work for some batches. */
    void run(int kills, IntConsumer feed) {
        for (int kill = 0; kill < kills; kill++) {
            feed.accept(kill);
            int enough = begun().size() + 1 + random.nextInt(3);
            job.start();
            await().atMost(Duration.ofMinutes(2)).until(() -> begun().size() >= enough || !job.isAlive());
            LockSupport.parkNanos(
                    Duration.ofMillis(random.nextInt(MOST_DELAY_MS)).toNanos());
            assertThat(job.isAlive()).as(job.log()).isTrue();
            job.kill();
        }
        List<String> begun = begun();
        System.out.printf(
                "%d kills, %d batches, %d of them begun again%n",
                kills,
                begun.stream().distinct().count(),
                begun.size() - begun.stream().distinct().count());
    }

    private List<String> begun() {
        return BEGINS.matcher(job.log()).results().map(MatchResult::group).toList();
    }
}

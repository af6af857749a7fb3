// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.RetrySchedule;
import io.millrace.records.PluginVersion;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** The task of {@link HttpPollSourceConnector}: a {@link HttpPoller} with a real client, thread and clock. */
public final class HttpPollSourceTask extends SourceTask {
    private @Nullable PageClient client;
    private @Nullable ExecutorService fetcher;
    private @Nullable HttpPoller poller;

    @Override
    public void start(Map<String, String> props) {
        HttpPollConfig config = new HttpPollConfig(props);
        Position position = Position.of(context.offsetStorageReader().offset(PageClient.sourcePartition(config)));
        PageClient pages = new PageClient(config, Clock.systemUTC());
        ExecutorService executor = Executors.newSingleThreadExecutor(HttpPollSourceTask::newThread);
        RetrySchedule retries = new RetrySchedule(
                config.retryLimits(),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
        client = pages;
        fetcher = executor;
        poller = new HttpPoller(
                pages, config, position, executor, retries, new HttpPoller.Time(System::nanoTime, new Waiter()));
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, Thread.currentThread().getName() + "-fetcher");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        if (poller == null) {
            throw new IllegalStateException("Cannot poll: the task has not been started.");
        }
        return poller.poll();
    }

    @Override
    public void stop() { // after a failed start, too
        if (poller != null) {
            poller.stop();
        }
        if (fetcher != null) {
            fetcher.shutdownNow();
        }
        if (client != null) {
            client.close();
        }
    }

    @Override
    public String version() {
        return PluginVersion.of(HttpPollSourceTask.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A container's output, copied to a file for as long as the container runs. The engine keeps all of it, so each copy
 * begins with the container's first start.
 */
final class ContainerLog extends ResultCallback.Adapter<Frame> {
    private static final int END_SECONDS = 5;

    private final OutputStream file;

    private ContainerLog(OutputStream file) {
        this.file = file;
    }

    static ContainerLog follow(DockerClient client, String containerId, Path file) throws IOException {
        return client.logContainerCmd(containerId)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(new ContainerLog(Files.newOutputStream(file)));
    }

    @Override
    public void onNext(Frame frame) {
        try {
            file.write(frame.getPayload());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end of the output: a container that has ended has one. */
    void end() {
        try {
            awaitCompletion(END_SECONDS, TimeUnit.SECONDS);
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.hashring.node.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A few connections that read, each used by one call at a time.
 */
final class Readers implements AutoCloseable {

	private static final int COUNT = 4;

	private final List<SingleConnectionDataSource> connections = new ArrayList<>();

	private final BlockingQueue<JdbcClient> free = new LinkedBlockingQueue<>();

	Readers(StoreFile file) throws SQLException {
		try {
			while (this.connections.size() < COUNT) {
				SingleConnectionDataSource connection = new SingleConnectionDataSource(file.reader(), true);
				this.connections.add(connection);
				this.free.add(JdbcClient.create(connection));
			}
		}
		catch (SQLException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Reads.
	 * @throws DamagedFileException if what is read is damaged
	 */
	<T> T use(Function<JdbcClient, T> work) {
		JdbcClient client = take();
		try {
			return work.apply(client);
		}
		catch (DataAccessException ex) {
			throw Failures.reading(ex);
		}
		finally {
			this.free.add(client);
		}
	}

	private JdbcClient take() {
		try {
			return this.free.take();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
	}

	@Override
	public void close() {
		this.connections.forEach(SingleConnectionDataSource::close);
	}

}

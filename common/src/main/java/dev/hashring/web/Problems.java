package dev.hashring.web;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Answers every error as problem details (RFC 9457). Each service has one subclass, which
 * adds what the service's own exceptions mean.
 */
public abstract class Problems extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(Problems.class);

	@Override
	protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(NoResourceFoundException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ex.getBody()
			.setDetail("There is nothing at %s.".formatted(((ServletWebRequest) request).getRequest().getRequestURI()));
		return super.handleNoResourceFoundException(ex, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
			HttpRequestMethodNotSupportedException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		// Spring answers HEAD and OPTIONS wherever it answers GET, but does not name
		// them.
		Set<HttpMethod> allowed = new LinkedHashSet<>(headers.getAllow());
		if (allowed.contains(HttpMethod.GET)) {
			allowed.addAll(List.of(HttpMethod.HEAD, HttpMethod.OPTIONS));
		}
		headers.setAllow(allowed);
		ex.getBody()
			.setDetail(
					"%s is not possible here, only %s.".formatted(ex.getMethod(), headers.getFirst(HttpHeaders.ALLOW)));
		return super.handleHttpRequestMethodNotSupported(ex, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (UnreadableBody.isOwnFailure(ex.getCause())) {
			return handleExceptionInternal(ex, unexpected(ex), headers, HttpStatus.INTERNAL_SERVER_ERROR, request);
		}
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, UnreadableBody.sentence(ex.getCause()));
		return handleExceptionInternal(ex, problem, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(HttpMediaTypeNotSupportedException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ex.getBody().setDetail("Send the body as JSON, with the header Content-Type: application/json.");
		return super.handleHttpMediaTypeNotSupported(ex, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException ex, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status,
				"%s is '%s', which is not %s.".formatted(ex.getPropertyName(), ex.getValue(),
						(ex.getRequiredType() != null) ? Wanted.of(ex.getRequiredType(), ex.getValue()) : "possible"));
		return handleExceptionInternal(ex, problem, headers, status, request);
	}

	/**
	 * Spring's own way to name the address fails for some paths that start with
	 * {@code //}.
	 */
	@Override
	protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		if (body instanceof ProblemDetail problem && problem.getInstance() == null) {
			String path = ((ServletWebRequest) request).getRequest().getRequestURI();
			problem.setInstance(URI.create(path.replaceFirst("^/+", "/")));
		}
		return super.createResponseEntity(body, headers, status, request);
	}

	/** Tomcat reads the parameters of a query when the first of them is asked for. */
	@ExceptionHandler
	ProblemDetail unreadableQuery(InvalidParameterException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(ex.getErrorCode()),
				"The query of this URL can't be read: a % has to be followed by two hex digits of a byte in UTF-8, and %25 is the % itself.");
	}

	@ExceptionHandler
	ProblemDetail unexpected(RuntimeException ex) {
		log.error("Unexpected failure", ex);
		return ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR,
				"Something went wrong in the server. Its log says more.");
	}

}

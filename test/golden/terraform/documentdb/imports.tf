import {
  to = aws_cloudformation_stack.environment
  id = "shop-stage"
}

import {
  to = aws_cloudformation_stack.database_db
  id = "shop-stage-db"
}

import {
  to = aws_cloudformation_stack.service_backend
  id = "shop-stage-backend"
}

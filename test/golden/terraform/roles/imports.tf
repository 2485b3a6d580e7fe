import {
  to = aws_cloudformation_stack.shared
  id = "shop-shared"
}

import {
  to = aws_cloudformation_stack.environment
  id = "shop-dev"
}

import {
  to = aws_cloudformation_stack.database_db
  id = "shop-dev-db"
}

import {
  to = aws_cloudformation_stack.service_backend
  id = "shop-dev-backend"
}
